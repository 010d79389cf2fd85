package org.ledgerstone.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Finds the method for a request as Spring does, but where a hundred mappings have to be gone
 * through it looks at their paths first. Spring asks each for method, headers and media types
 * before that, every time through all that filters have wrapped around the request.
 */
final class PathsFirst extends RequestMappingHandlerMapping {

  /** A request that knows its path. */
  private static final class Asked extends HttpServletRequestWrapper {

    private final PathContainer path;

    Asked(HttpServletRequest request) {
      super(request);
      this.path = ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication();
    }
  }

  @Override
  protected @Nullable HandlerMethod lookupHandlerMethod(
      String lookupPath, HttpServletRequest request) throws Exception {
    return super.lookupHandlerMethod(lookupPath, new Asked(request));
  }

  @Override
  protected @Nullable RequestMappingInfo getMatchingMapping(
      RequestMappingInfo mapping, HttpServletRequest request) {
    var paths = mapping.getPathPatternsCondition();
    if (paths == null || !(request instanceof Asked asked)) {
      return super.getMatchingMapping(mapping, request);
    }
    for (var path : paths.getPatterns()) {
      if (path.matches(asked.path)) {
        return super.getMatchingMapping(mapping, asked);
      }
    }
    return null;
  }

  /** Puts it in the place of Spring's own. */
  @Component
  static class InSpring implements WebMvcRegistrations {

    @Override
    public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
      return new PathsFirst();
    }
  }
}
