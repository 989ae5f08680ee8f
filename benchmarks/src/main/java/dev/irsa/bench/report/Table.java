package dev.irsa.bench.report;

import java.util.ArrayList;
import java.util.List;

/** A table, for HTML and for Markdown. The first column is text, the others are figures. */
final class Table {

  private record Row(String kind, List<String> cells) {}

  private final List<String> head;
  private final List<Row> rows = new ArrayList<>();

  Table(String... head) {
    this.head = List.of(head);
  }

  /** Adds a row. Its kind is the CSS class. */
  Table row(String kind, String... cells) {
    rows.add(new Row(kind, List.of(cells)));
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  String html() {
    StringBuilder html = new StringBuilder("<div class=\"scroll\"><table><thead><tr>");
    head.forEach(cell -> html.append("<th>").append(Html.escaped(cell)).append("</th>"));
    html.append("</tr></thead><tbody>");
    for (Row row : rows) {
      html.append("<tr class=\"").append(row.kind).append("\">");
      row.cells.forEach(cell -> html.append("<td>").append(Html.escaped(cell)).append("</td>"));
      html.append("</tr>");
    }
    return html.append("</tbody></table></div>\n").toString();
  }

  String markdown() {
    StringBuilder text = new StringBuilder("| ").append(String.join(" | ", head)).append(" |\n|");
    for (int column = 0; column < head.size(); column++) {
      text.append(column == 0 ? "---|" : "---:|");
    }
    text.append('\n');
    for (Row row : rows) {
      text.append("| ").append(String.join(" | ", row.cells)).append(" |\n");
    }
    return text.toString();
  }
}
