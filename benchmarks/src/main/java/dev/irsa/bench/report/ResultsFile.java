package dev.irsa.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file with the raw results. */
public final class ResultsFile {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path file;

  /** Creates a handle of the file, which need not exist. */
  public ResultsFile(Path file) {
    this.file = file;
  }

  /** Returns the results in the file, or an empty object. */
  public ObjectNode read() throws IOException {
    if (!Files.exists(file)) {
      return JSON.createObjectNode();
    }
    JsonNode read = JSON.readTree(file.toFile());
    if (read instanceof ObjectNode object) {
      return object;
    }
    throw new IOException(file + " does not contain results");
  }

  /** Writes the results. */
  public void write(ObjectNode results) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, JSON.writeValueAsString(results) + "\n");
  }
}
