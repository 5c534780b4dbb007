package dev.cenote.cli.terminal;

/** Says in ASCII what the command writes with Unicode; each character keeps its width but one. */
final class Ascii {

  private Ascii() {}

  static String of(String text) {
    if (text.chars().allMatch(c -> c < 128)) {
      return text;
    }
    StringBuilder ascii = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(ascii, c));
    return ascii.toString();
  }

  private static void append(StringBuilder ascii, int c) {
    switch (c) {
      case '…' -> ascii.append("...");
      case 'µ' -> ascii.append('u');
      case '×' -> ascii.append('x');
      case '→' -> ascii.append("->");
      case '–' -> ascii.append('-');
      case '█', '▉', '▊', '▋', '▌' -> ascii.append('#');
      case '▍', '▎', '▏' -> ascii.append('|');
      case '▒' -> ascii.append('o');
      case '░' -> ascii.append('-');
      case '·' -> ascii.append('.');
      default -> ascii.append(c < 128 ? (char) c : '?');
    }
  }
}
