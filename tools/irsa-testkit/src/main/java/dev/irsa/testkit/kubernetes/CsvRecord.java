package dev.irsa.testkit.kubernetes;

import java.util.ArrayList;
import java.util.List;

/**
 * The first record of comma-separated values, parsed as Go's {@code encoding/csv} does by default:
 * empty lines before it are skipped, blanks belong to a field, a quoted field may contain commas,
 * line ends and doubled quotes, and a quote anywhere else is an error.
 */
final class CsvRecord {
  private final String text;
  private int position;

  private CsvRecord(String text) {
    this.text = text;
  }

  /**
   * Reads the fields of the first record.
   *
   * @throws IllegalArgumentException if the text has no record, or a misplaced quote
   */
  static List<String> first(String text) {
    var lines = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    var record = new CsvRecord(lines.replace("\r\n", "\n"));
    while (record.isAt('\n')) {
      record.position++;
    }
    if (record.isAtEnd()) {
      throw new IllegalArgumentException("empty: expected a record");
    }
    return record.fields();
  }

  private List<String> fields() {
    var fields = new ArrayList<String>();
    fields.add(field());
    while (isAt(',')) {
      position++;
      fields.add(field());
    }
    if (!isAtEnd() && !isAt('\n')) {
      throw new IllegalArgumentException("misplaced quote at " + position);
    }
    return fields;
  }

  private String field() {
    return isAt('"') ? quotedField() : plainField();
  }

  /** Reads an unquoted field. It also ends at a quote, which is an error there. */
  private String plainField() {
    int start = position;
    while (!isAtEnd() && !isAt(',') && !isAt('\n') && !isAt('"')) {
      position++;
    }
    return text.substring(start, position);
  }

  private String quotedField() {
    var field = new StringBuilder(piece());
    while (isAt('"')) {
      field.append('"').append(piece());
    }
    return field.toString();
  }

  /**
   * Reads up to the closing quote. Two quotes in a row stand for one: they end one piece and begin
   * another.
   */
  private String piece() {
    int start = position + 1;
    int end = text.indexOf('"', start);
    if (end < 0) {
      throw new IllegalArgumentException("unclosed quote at " + position);
    }
    position = end + 1;
    return text.substring(start, end);
  }

  private boolean isAt(char expected) {
    return position < text.length() && text.charAt(position) == expected;
  }

  private boolean isAtEnd() {
    return position == text.length();
  }
}
