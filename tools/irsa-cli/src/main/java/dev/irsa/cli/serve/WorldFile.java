package dev.irsa.cli.serve;

import dev.irsa.doctor.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads world files. */
final class WorldFile {
  private static final int MOST_BYTES = 4 * YamlDocument.LARGEST;

  private WorldFile() {}

  /**
   * Reads a file in YAML or JSON.
   *
   * @throws InvalidInputException if it cannot be read, or is malformed
   */
  static World read(Path file) {
    return WorldReader.read(YamlDocument.read(file.toString(), text(file)));
  }

  private static String text(Path file) {
    byte[] bytes = bytes(file);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    if (StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true).isError()) {
      throw Place.after(file.toString(), text.flip().toString())
          .invalid("expected text in UTF-8", null);
    }
    return text.flip().toString();
  }

  private static byte[] bytes(Path file) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(file.toString(), "is a directory; name a file", null);
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new InvalidInputException(
            file.toString(), "longer than " + MOST_BYTES + " bytes", null);
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file.toString(), "does not exist", e);
    } catch (AccessDeniedException e) {
      throw new InvalidInputException(file.toString(), "is not readable", e);
    } catch (IOException e) {
      throw new InvalidInputException(
          file.toString(), Excerpt.of("cannot be read: " + e.getMessage()), e);
    }
  }
}
