package dev.irsa.cli.serve;

import dev.irsa.doctor.InvalidInputException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * The place of a value in a document, for messages.
 *
 * @param document the name of the document
 * @param parent the place of the object or list that has the value; null for the root
 * @param step from there to the value: a name, or an index in brackets
 * @param line from 1
 * @param column from 1
 */
record Place(String document, @Nullable Place parent, String step, int line, int column) {

  static Place start(String document) {
    return new Place(document, null, "", 1, 1);
  }

  /** Returns the place that follows a text with which the document begins. */
  static Place after(String document, String beginning) {
    int lineStart = beginning.lastIndexOf('\n') + 1;
    int line = 1 + (int) beginning.chars().filter(character -> character == '\n').count();
    int column = 1 + beginning.codePointCount(lineStart, beginning.length());
    return new Place(document, null, "", line, column);
  }

  /** Returns the place of the same value, or of a part of it that has no name, at a mark. */
  Place at(Optional<Mark> mark) {
    return mark.map(found -> at(found.getLine() + 1, found.getColumn() + 1)).orElse(this);
  }

  private Place at(int markLine, int markColumn) {
    return new Place(document, parent, step, markLine, markColumn);
  }

  Place member(String name) {
    return new Place(document, this, name, line, column);
  }

  Place item(int index) {
    return member("[" + index + "]");
  }

  /** Returns the path from the root, such as {@code roles[0].trustPolicy}; empty for the root. */
  String path() {
    if (parent == null) {
      return "";
    }
    String above = parent.path();
    return above.isEmpty() || step.startsWith("[") ? above + step : above + "." + step;
  }

  /** Returns the error that explains what is wrong there. */
  InvalidInputException invalid(String problem, @Nullable Throwable cause) {
    String path = path();
    String place = document + ":" + line + ":" + column + (path.isEmpty() ? "" : " " + path);
    return new InvalidInputException(Excerpt.of(place), Excerpt.of(problem), cause);
  }
}
