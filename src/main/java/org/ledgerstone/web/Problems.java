package org.ledgerstone.web;

import jakarta.servlet.ServletException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;

/** Finds the {@link Problem} that an exception or a bare status stands for. */
final class Problems {

  private static final String RETRY_SECONDS = "5";

  private Problems() {}

  /** The problem; empty where the exception was not expected, which is a fault of ours. */
  static Optional<Problem> of(Throwable thrown) {
    if (thrown instanceof Problem problem) {
      return Optional.of(problem);
    }
    if (thrown instanceof ServletException && thrown.getCause() != null) {
      return of(thrown.getCause());
    }
    if (thrown instanceof ErrorResponse known && isNoFaultOfOurs(known)) {
      var problem = ofStatus(known.getStatusCode().value());
      for (var header : known.getHeaders().headerSet()) {
        problem = problem.withHeader(header.getKey(), String.join(", ", header.getValue()));
      }
      return Optional.of(problem);
    }
    if (thrown instanceof TypeMismatchException
        || thrown instanceof InvalidParameterException
        || thrown instanceof HttpMessageNotReadableException) {
      return Optional.of(ofStatus(400));
    }
    return causes(thrown).anyMatch(Problems::isLostDatabase)
        ? Optional.of(databaseAway())
        : Optional.empty();
  }

  private static boolean isNoFaultOfOurs(ErrorResponse known) {
    return known.getStatusCode().is4xxClientError() || known.getStatusCode().value() == 503;
  }

  private static boolean isLostDatabase(Throwable cause) {
    return cause instanceof CannotGetJdbcConnectionException
        || cause instanceof DataAccessResourceFailureException
        || cause instanceof TransientDataAccessException
        || cause instanceof CannotCreateTransactionException
        || cause instanceof SQLTransientConnectionException
        || cause instanceof SQLNonTransientConnectionException
        || cause instanceof SQLRecoverableException
        || (cause instanceof SQLException sql && isConnectionLost(sql.getSQLState()))
        || (cause instanceof MVStoreException store && isFileLost(store.getErrorCode()));
  }

  /**
   * Class 08 is the connection; 57P01 to 57P03 is PostgreSQL stopping or starting, 53100 its disk
   * that is full, 58030 one that fails, 25006 a standby. Both databases name a state always, the
   * pool of connections none: it says so of one that it gave up meanwhile, when a transaction on it
   * is to be rolled back.
   */
  private static boolean isConnectionLost(@Nullable String state) {
    return state == null || state.startsWith("08") || state.matches("57P0[123]|53100|58030|25006");
  }

  /** H2 calls a file that it cannot write, for want of room or of a disk, a general error. */
  private static boolean isFileLost(int code) {
    return code == DataUtils.ERROR_WRITING_FAILED
        || code == DataUtils.ERROR_READING_FAILED
        || code == DataUtils.ERROR_CLOSED;
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause).limit(20);
  }

  private static Problem databaseAway() {
    return new Problem(
            503,
            "DATABASE_AWAY",
            "The database cannot be reached.",
            "Nothing is known to have changed. Send the same request again later.")
        .withHeader("Retry-After", RETRY_SECONDS);
  }

  /** A fault of ours: the log has more under the reference, the caller learns nothing else. */
  static Problem internal(String reference) {
    return new Problem(
        500,
        "INTERNAL",
        "The server failed.",
        "This is a fault of the server. Its log tells more under the reference " + reference + ".");
  }

  /** What a status that Spring or Tomcat decided on says. */
  static Problem ofStatus(int status) {
    return switch (status) {
      case 400 -> Problem.malformed("The request line, a header or a parameter is malformed.");
      case 404 -> Problem.notFound("Nothing is served at this path.");
      case 405 ->
          problem(status, "METHOD_NOT_ALLOWED", "The header Allow names the methods of this path.");
      case 406 -> problem(status, "NOT_ACCEPTABLE", "The answer is application/json.");
      case 413 -> problem(status, "BODY_TOO_LARGE", "The body is larger than this call takes.");
      case 415 -> problem(status, "MEDIA_TYPE_UNSUPPORTED", "Send application/json.");
      case 503 -> problem(status, "NOT_READY", "Send the same request again later.");
      default -> problem(status, code(status), "The request was not carried out.");
    };
  }

  private static Problem problem(int status, String code, String detail) {
    return new Problem(status, code, phrase(status) + ".", detail);
  }

  private static String code(int status) {
    return phrase(status).toUpperCase(Locale.ROOT).replaceAll("[^A-Z]+", "_");
  }

  private static String phrase(int status) {
    var known = HttpStatus.resolve(status);
    return known == null ? "Status " + status : known.getReasonPhrase();
  }
}
