package dev.cenote.cli.terminal;

/** How a piece of text stands out on a terminal with colours. */
public enum Paint {
  PLAIN(""),
  BOLD("1"),
  FAINT("2"),
  GOOD("32"),
  BAD("31");

  private final String code;

  Paint(String code) {
    this.code = code;
  }

  /** The text in this colour, or as it is on a terminal without. */
  public String on(Terminal terminal, String text) {
    return code.isEmpty() || text.isBlank() || !terminal.colour()
        ? text
        : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
