package dev.irsa.integration.engines;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** An application that writes a file with S3A and knows nothing of credentials. */
final class S3aWriter {

  private S3aWriter() {}

  /** Writes a file in the bucket {@code data}, of S3 at this endpoint and in this region. */
  public static void main(String[] arguments) throws IOException {
    try (FileSystem data =
            FileSystem.newInstance(
                URI.create("s3a://data/"), S3aContract.connection(arguments[0], arguments[1]));
        FSDataOutputStream out = data.create(new Path("s3a://data/file"))) {
      out.write(1);
    }
  }
}
