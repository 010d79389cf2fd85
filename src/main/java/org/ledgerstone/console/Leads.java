package org.ledgerstone.console;

import java.util.regex.Pattern;

/** Leads from a form to the page that shows what came of it, so that a reload repeats nothing. */
final class Leads {

  /** A path here, and nothing that a browser could read as another server's. */
  private static final Pattern LOCAL = Pattern.compile("/|/[A-Za-z0-9][A-Za-z0-9/._~:@+*,?=&%-]*");

  private Leads() {}

  /** A page of this server. */
  static String to(String path) {
    return "redirect:" + path;
  }

  /** Where somebody came from, if that is a page of this server; the first page otherwise. */
  static String back(String path) {
    return to(LOCAL.matcher(path).matches() ? path : "/");
  }
}
