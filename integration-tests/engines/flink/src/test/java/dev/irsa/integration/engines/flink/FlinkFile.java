package dev.irsa.integration.engines.flink;

import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.DirectoryBasedPluginFinder;

/** A job that writes a file and reads it, and knows nothing of credentials. */
final class FlinkFile {

  private FlinkFile() {}

  /**
   * Uses the bucket {@code data}.
   *
   * @param arguments the folder of Flink's plugins, the endpoint of S3, and the region
   */
  public static void main(String[] arguments) throws Exception {
    Configuration configuration = new Configuration();
    configuration.setString("s3.endpoint", arguments[1]);
    configuration.setString("s3.region", arguments[2]);
    configuration.setString("s3.endpoint.region", arguments[2]);
    configuration.setString("s3.path-style-access", "true");
    configuration.setString("s3.path.style.access", "true");
    String[] parentFirst = {"java.", "org.apache.flink.", "org.slf4j", "javax.annotation."};
    FileSystem.initialize(
        configuration,
        new DefaultPluginManager(
            new DirectoryBasedPluginFinder(Path.of(arguments[0])).findPlugins(), parentFirst));
    var file = new org.apache.flink.core.fs.Path("s3://data/file");
    FileSystem data = file.getFileSystem();
    try (FSDataOutputStream out = data.create(file, FileSystem.WriteMode.OVERWRITE)) {
      out.write(1);
    }
    try (FSDataInputStream in = data.open(file)) {
      if (in.read() != 1) {
        throw new AssertionError("another content");
      }
    }
    // Exit even if a file system has left threads running.
    System.exit(0);
  }
}
