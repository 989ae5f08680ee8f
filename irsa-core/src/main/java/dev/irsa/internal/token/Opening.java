package dev.irsa.internal.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Opens a file for reading. */
interface Opening {
  InputStream open(Path path) throws IOException;
}
