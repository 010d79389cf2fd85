package org.ledgerstone.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.LocaleResolver;

/** Takes the language that a reader chooses. */
@Controller
@ConditionalOnWebApplication
class LanguageChoice {

  private final LocaleResolver locales;

  LanguageChoice(LocaleResolver locales) {
    this.locales = locales;
  }

  @PostMapping("/language")
  String choose(
      @RequestParam String language,
      @RequestParam(defaultValue = "/") String to,
      HttpServletRequest request,
      HttpServletResponse response) {
    ConsoleConfiguration.LANGUAGES.stream()
        .filter(known -> known.toLanguageTag().equals(language))
        .findFirst()
        .ifPresent((Locale known) -> locales.setLocale(request, response, known));
    return Leads.back(to);
  }
}
