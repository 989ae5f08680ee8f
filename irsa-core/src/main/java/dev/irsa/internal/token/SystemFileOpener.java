package dev.irsa.internal.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens files of the file system. May block indefinitely. */
final class SystemFileOpener implements FileOpener {

  @Override
  public InputStream open(Path path) throws IOException {
    return Files.newInputStream(path);
  }
}
