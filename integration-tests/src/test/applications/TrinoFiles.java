import io.opentelemetry.api.OpenTelemetry;
import io.trino.filesystem.Location;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.filesystem.TrinoInputStream;
import io.trino.filesystem.s3.S3FileSystemConfig;
import io.trino.filesystem.s3.S3FileSystemFactory;
import io.trino.filesystem.s3.S3FileSystemStats;
import io.trino.spi.security.ConnectorIdentity;
import java.nio.charset.StandardCharsets;

/** Writes an object with Trino's own file system, and prints what it reads. */
public class TrinoFiles {
  public static void main(String[] arguments) {
    try {
      writeAndRead();
      System.exit(0);
    } catch (Throwable failure) {
      failure.printStackTrace();
      // Trino has threads that keep the JVM alive.
      System.exit(1);
    }
  }

  private static void writeAndRead() throws Exception {
    S3FileSystemConfig config =
        new S3FileSystemConfig()
            .setRegion(System.getenv("AWS_REGION"))
            .setEndpoint(System.getenv("AWS_ENDPOINT_URL_S3"))
            .setPathStyleAccess(true);
    S3FileSystemFactory factory =
        new S3FileSystemFactory(OpenTelemetry.noop(), config, new S3FileSystemStats());
    TrinoFileSystem files = factory.create(ConnectorIdentity.ofUser("analyst"));
    Location location = Location.of("s3://reports/written.txt");
    files
        .newOutputFile(location)
        .createOrOverwrite("by Trino".getBytes(StandardCharsets.UTF_8));
    try (TrinoInputStream in = files.newInputFile(location).newStream()) {
      System.out.println(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
