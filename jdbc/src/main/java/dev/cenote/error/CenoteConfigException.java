package dev.cenote.error;

import java.util.List;

/**
 * The settings cannot be used. Lists every problem found, not the first alone; nothing has been
 * opened. Its text holds no secret.
 */
public final class CenoteConfigException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  /** Of one or more problems. */
  public CenoteConfigException(List<Problem> problems) {
    super(text(problems));
    this.problems = List.copyOf(problems);
  }

  /** Everything that is wrong. */
  public List<Problem> problems() {
    return problems;
  }

  private static String text(List<Problem> problems) {
    if (problems.size() == 1) {
      return problems.get(0).line();
    }
    StringBuilder text = new StringBuilder();
    text.append(problems.size()).append(" problems with the settings");
    text.append(" [").append(ErrorCode.WRONG_SETTINGS.id()).append(']');
    for (Problem problem : problems) {
      text.append("\n  ").append(problem.line());
    }
    return text.toString();
  }
}
