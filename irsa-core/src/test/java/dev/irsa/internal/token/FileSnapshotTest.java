package dev.irsa.internal.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests reading a file that is replaced between the look at its size and the reading. */
final class FileSnapshotTest {

  @ParameterizedTest(name = "{0} bytes announced, {1} read")
  @CsvSource({
    "0, 0",
    "0, 1",
    "1000, 0",
    "1000, 999",
    "1000, 1000",
    "1000, 1001",
    "1000, 5000",
    "1000, 65536",
    "65536, 65536",
    "65535, 65536",
    "100000, 1000"
  })
  void theWholeContentIsReadWhateverSizeWasAnnounced(int announced, int length) throws Exception {
    byte[] content = new byte[length];
    Arrays.fill(content, (byte) 'x');

    assertArrayEquals(content, read(announced, content));
  }

  @ParameterizedTest(name = "{0} bytes announced")
  @CsvSource({"0", "1000", "65536", "100000"})
  void ofALongerFileOneByteMoreThanAllowedIsRead(int announced) throws Exception {
    assertEquals(FileSnapshot.MAX_BYTES + 1, read(announced, new byte[100_000]).length);
  }

  private static byte[] read(int announced, byte[] content) throws Exception {
    return FileSnapshot.read(new ByteArrayInputStream(content), announced);
  }
}
