package dev.irsa.bench.pod;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reports that a measured JVM has credentials, with the time and its peak memory. */
final class Ready {

  private Ready() {}

  /** Prints one line, using only classes that a JVM loads before main. */
  static void say(String accessKeyId) throws IOException {
    long now = System.nanoTime();
    System.out.println("ready " + now + " " + peakKilobytes() + " " + accessKeyId);
  }

  /** Returns the peak of the resident memory, from Linux; 0 on other systems. */
  private static long peakKilobytes() {
    byte[] text = new byte[4096];
    int length;
    try (FileInputStream status = new FileInputStream("/proc/self/status")) {
      length = status.read(text);
    } catch (IOException notLinux) {
      return 0;
    }
    String lines = new String(text, 0, Math.max(0, length), StandardCharsets.ISO_8859_1);
    int from = lines.indexOf("VmHWM:");
    long kilobytes = 0;
    for (int i = from; from >= 0 && i < lines.length() && lines.charAt(i) != '\n'; i++) {
      char digit = lines.charAt(i);
      if (digit >= '0' && digit <= '9') {
        kilobytes = kilobytes * 10 + (digit - '0');
      }
    }
    return kilobytes;
  }
}
