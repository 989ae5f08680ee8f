package dev.irsa.doctor.report;

import dev.irsa.doctor.internal.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if the doctor cannot examine anything because of what it was given: an option, a file or a
 * document. The message is one line with the place. Contains no secrets.
 *
 * @since 0.1
 */
public final class InvalidInputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String place;

  /**
   * Creates an exception.
   *
   * @param place the option, or the file with line or path
   * @param problem the problem at this place
   * @param cause the underlying exception, or null
   */
  public InvalidInputException(String place, String problem, @Nullable Throwable cause) {
    super(VisibleText.line(place + ": " + problem), cause);
    this.place = VisibleText.line(place);
  }

  /** Returns the place of the problem, such as {@code trust.json $.Statement[0].Effect}. */
  public String place() {
    return place;
  }
}
