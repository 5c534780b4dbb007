package dev.cenote.cli;

import dev.cenote.error.CenoteConfigException;
import dev.cenote.error.CenoteStartException;
import dev.cenote.error.Redactor;
import dev.cenote.error.Secrets;
import dev.cenote.testkit.database.PostgresUnavailableException;
import java.sql.SQLException;

/**
 * What a user is told when something went wrong.
 *
 * @param text one line, or a few; without secrets
 * @param exitCode of the command
 */
record Failure(String text, int exitCode) {

  static final int RUN_TIME = 1;
  static final int USAGE = 2;

  static Failure of(Throwable thrown) {
    if (thrown instanceof CenoteConfigException wrong) {
      // Its text has no secrets, and redacting it would mask the example of a URL in it.
      return new Failure(String.valueOf(wrong.getMessage()), USAGE);
    }
    if (thrown instanceof PostgresUnavailableException) {
      String way = "\n  The other databases need no server: cenote demo --db sqlite,h2";
      return new Failure(message(thrown) + way, RUN_TIME);
    }
    if (thrown instanceof CenoteStartException || thrown instanceof SQLException) {
      return new Failure(message(thrown).replaceAll("\\s*\\R\\s*", "; "), RUN_TIME);
    }
    return new Failure(
        "unexpected: " + new Secrets().describe(thrown) + " (--verbose shows where)", RUN_TIME);
  }

  private static String message(Throwable thrown) {
    String text = thrown.getMessage();
    return text == null ? new Secrets().describe(thrown) : Redactor.redact(text);
  }
}
