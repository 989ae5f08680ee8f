package dev.irsa.internal.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Opens files. Replaced in tests. */
interface FileOpener {
  /** Opens a file for reading. */
  InputStream open(Path path) throws IOException;
}
