package dev.irsa.cli.serve;

import dev.irsa.doctor.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * The place of a value in a document, for messages.
 *
 * @param document the name of the document
 * @param parent the place of the object or list that has the value; null for the root
 * @param step from there to the value: a name, or an index in brackets
 * @param line from 1
 */
record Place(String document, @Nullable Place parent, String step, int line) {

  static Place root(String document, int line) {
    return new Place(document, null, "", line);
  }

  Place member(String name, int memberLine) {
    return new Place(document, this, name, memberLine);
  }

  Place item(int index, int itemLine) {
    return new Place(document, this, "[" + index + "]", itemLine);
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
    String place = document + ":" + line + (path.isEmpty() ? "" : " " + path);
    return new InvalidInputException(Excerpt.of(place), Excerpt.of(problem), cause);
  }
}
