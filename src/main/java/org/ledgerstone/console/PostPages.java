package org.ledgerstone.console;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import org.ledgerstone.access.LoggingIn;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.ledger.UnsignedPosts;
import org.ledgerstone.web.Problem;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Posts, as the second document's page has them: a form, a list, a block on request. */
@Controller
@ConditionalOnWebApplication
class PostPages {

  private static final int POSTS = 50;

  /** What a page may say was done. */
  static final Set<String> DONE = Set.of("posted", "mined", "nothing");

  private final Transactions transactions;
  private final TransactionLines lines;
  private final UnsignedPosts posts;
  private final Mining mining;
  private final LoggingIn loggingIn;

  PostPages(
      Transactions transactions,
      TransactionLines lines,
      UnsignedPosts posts,
      Mining mining,
      LoggingIn loggingIn) {
    this.transactions = transactions;
    this.lines = lines;
    this.posts = posts;
    this.mining = mining;
    this.loggingIn = loggingIn;
  }

  @GetMapping("/posts")
  String posts(
      @RequestParam Optional<String> before, @RequestParam Optional<String> done, Model model) {
    long end = before.map(text -> Place.index(text, "before")).orElse(Long.MAX_VALUE);
    model.addAttribute("first", before.isEmpty());
    model.addAttribute("done", done.filter(DONE::contains).orElse(null));
    return page(end, model);
  }

  private String page(long before, Model model) {
    var found = transactions.posts(before, POSTS + 1);
    var page = found.subList(0, Math.min(POSTS, found.size()));
    model.addAttribute(
        "posts", lines.of(page.stream().map(Transactions.Posted::transaction).toList()));
    model.addAttribute("older", found.size() > POSTS ? page.getLast().seq() : null);
    model.addAttribute("pending", transactions.pendingCount());
    return "posts";
  }

  /**
   * Takes a post; what is refused stays in the form, among the posts of others.
   *
   * @throws Problem what is refused to somebody who may not read those
   */
  @PostMapping("/posts")
  String add(
      @RequestParam(defaultValue = "") String author,
      @RequestParam(defaultValue = "") String content,
      HttpServletResponse response,
      Model model) {
    try {
      posts.add(author, content);
      return Leads.to("/posts?done=posted");
    } catch (Problem problem) {
      if (loggingIn.isNeededToRead()) {
        throw problem;
      }
      response.setStatus(problem.status());
      model.addAttribute("refused", problem);
      model.addAttribute("author", author);
      model.addAttribute("content", content);
      model.addAttribute("first", true);
      return page(Long.MAX_VALUE, model);
    }
  }

  /** Seals what is pending. For admins, as the access rules say. */
  @PostMapping("/posts/mine")
  String mine() {
    return Leads.to("/posts?done=" + (mining.mine().isPresent() ? "mined" : "nothing"));
  }
}
