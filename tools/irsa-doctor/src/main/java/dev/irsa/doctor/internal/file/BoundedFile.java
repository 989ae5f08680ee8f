package dev.irsa.doctor.internal.file;

import dev.irsa.doctor.report.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads files up to a limit. Only regular files are opened: a pipe may never get a writer, and a
 * device may be endless. Links are followed.
 */
public final class BoundedFile {

  private BoundedFile() {}

  /**
   * Returns the content of a file that the doctor was given.
   *
   * @param most the bound, in bytes
   * @throws InvalidInputException if it is not a regular file, longer, or cannot be read; says
   *     which
   */
  public static byte[] required(Path file, int most) {
    return required(file, most, "write it to a file first");
  }

  /**
   * Returns the content of a file that the doctor was given.
   *
   * @param most the bound, in bytes
   * @param instead what to do instead if the file is a pipe
   * @throws InvalidInputException if it is not a regular file, longer, or cannot be read; says
   *     which
   */
  public static byte[] required(Path file, int most, String instead) {
    String refusal = refusal(file, instead);
    if (refusal != null) {
      throw new InvalidInputException(file.toString(), refusal, null);
    }
    try (InputStream input = Files.newInputStream(file)) {
      return required(file.toString(), input, most);
    } catch (IOException e) {
      throw new InvalidInputException(file.toString(), "cannot be read", e);
    }
  }

  /**
   * Returns all of a stream that the doctor was given.
   *
   * @param name the stream's name, for messages
   * @param most the bound, in bytes
   * @throws InvalidInputException if it is longer
   */
  public static byte[] required(String name, InputStream input, int most) throws IOException {
    byte[] content = input.readNBytes(most + 1);
    if (content.length > most) {
      throw new InvalidInputException(name, "is longer than " + words(most), null);
    }
    return content;
  }

  /**
   * Returns a content as text.
   *
   * @param name the name of the file, for messages
   * @throws InvalidInputException if it is not UTF-8
   */
  public static String utf8(String name, byte[] content) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(name, "expected text in UTF-8", e);
    }
  }

  /** Returns the beginning of a file, up to the limit; null if it cannot be read. */
  public static byte @Nullable [] optional(Path file, int most) {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try (InputStream input = Files.newInputStream(file)) {
      return input.readNBytes(most);
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private static @Nullable String refusal(Path file, String instead) {
    if (Files.isRegularFile(file)) {
      return null;
    }
    if (Files.isDirectory(file)) {
      return "is a directory; name a file";
    }
    return Files.exists(file)
        ? "is a pipe, socket or device; " + instead
        : Files.notExists(file) ? "does not exist" : "cannot be reached";
  }

  private static String words(int bytes) {
    return bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
  }
}
