package dev.irsa.internal.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file as it was at one moment.
 *
 * @param state what it looked like
 * @param content its bytes, at most one more than a token file may hold; a secret
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and read by its reader alone.
record FileSnapshot(FileFingerprint state, byte[] content) {

  static final int MAX_BYTES = 64 * 1024;

  /** Reads a regular file, links followed; may block, see {@link FileReader}. */
  static FileSnapshot of(Path path, Opening opening) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      // A pipe blocks whoever opens it, and a device may have no end.
      throw new NotRegularException(attributes.isDirectory());
    }
    try (InputStream input = opening.open(path)) {
      byte[] content = input.readNBytes(MAX_BYTES + 1);
      return new FileSnapshot(new FileFingerprint(attributes, content), content);
    }
  }

  @Override
  public String toString() {
    return "FileSnapshot[" + content.length + " bytes]";
  }
}
