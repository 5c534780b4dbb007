package dev.cenote.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * A table whose columns are as wide as what stands in them. The first and the last column are
 * aligned to the left, numbers between them to the right. Not safe for threads.
 */
public final class Table {

  private static final String GAP = "  ";

  private final List<Row> rows = new ArrayList<>();

  private record Row(List<String> cells, Paint paint) {
    boolean isHeading() {
      return cells.size() == 1;
    }
  }

  /** Adds a row of cells, one for each column. */
  public Table row(Paint paint, String... cells) {
    rows.add(new Row(List.of(cells), paint));
    return this;
  }

  /** Adds a line over the whole width, for the rows below it. */
  public Table heading(String text) {
    return row(Paint.BOLD, text);
  }

  /** The lines. Their last cell alone is painted, except in headings. */
  public List<String> lines(Terminal terminal) {
    int[] widths = widths();
    return rows.stream().map(row -> line(row, widths, terminal)).toList();
  }

  private int[] widths() {
    int columns = rows.stream().mapToInt(row -> row.cells.size()).max().orElse(0);
    int[] widths = new int[columns];
    for (Row row : rows) {
      for (int i = 0; i < columns && !row.isHeading(); i++) {
        widths[i] = Math.max(widths[i], row.cells.get(i).length());
      }
    }
    return widths;
  }

  private static String line(Row row, int[] widths, Terminal terminal) {
    if (row.isHeading()) {
      return row.paint.on(terminal, row.cells.get(0));
    }
    StringBuilder line = new StringBuilder();
    int last = widths.length - 1;
    for (int i = 0; i < last; i++) {
      String cell = row.cells.get(i);
      String space = " ".repeat(widths[i] - cell.length());
      line.append(i == 0 ? cell + space : space + cell).append(GAP);
    }
    line.append(row.paint.on(terminal, row.cells.get(last)));
    return line.toString().stripTrailing();
  }
}
