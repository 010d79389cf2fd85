package org.ledgerstone.console;

import org.ledgerstone.protocol.RuleBook;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The page that pays. Its scripts make what is signed, in the browser, with a wallet or a key
 * there; no key ever comes here.
 */
@Controller
class PayPage {

  private final RuleBook rules;

  PayPage(RuleBook rules) {
    this.rules = rules;
  }

  @GetMapping("/pay")
  String pay(Model model) {
    model.addAttribute("assets", rules.genesis().assets());
    return "pay";
  }
}
