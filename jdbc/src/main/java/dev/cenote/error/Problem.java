package dev.cenote.error;

/**
 * One thing that is wrong with the settings.
 *
 * @param code the kind of problem
 * @param setting the setting, or several joined by a comma
 * @param text the value, what is allowed, and what to do; without secrets
 */
public record Problem(ErrorCode code, String setting, String text) {

  /** One line: setting, text, code. */
  public String line() {
    return setting + ": " + text + " [" + code.id() + "]";
  }
}
