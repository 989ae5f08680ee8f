package dev.irsa.testkit.internal.signature;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Percent encoding as required by Signature Version 4: upper case digits for all characters except
 * unreserved ones.
 */
public final class UriEncoding {
  private static final String UNRESERVED_BESIDE_ALPHANUMERIC = "-._~";

  private UriEncoding() {}

  /** A decoded query parameter. */
  public record Parameter(String name, String value) {}

  /** Returns the decoded parameters of a raw query, in their order. */
  public static List<Parameter> parameters(String rawQuery) {
    List<Parameter> parameters = new ArrayList<>();
    for (String pair : rawQuery.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.add(new Parameter(decode(name), decode(value)));
      }
    }
    return parameters;
  }

  /** Decodes percent encoding; a plus sign is literal. */
  public static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(raw[i + 2], 16);
      if (low < 0) {
        bytes.write(raw[i]);
      } else {
        bytes.write(high * 16 + low);
        i += 2;
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Percent-encodes a text. */
  public static String encode(String text) {
    return encode(text, "");
  }

  /** Percent-encodes a path, except for its slashes. */
  public static String encodePath(String path) {
    return encode(path, "/");
  }

  private static String encode(String text, String kept) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (octet & 0xff);
      if (isUnreserved(character) || kept.indexOf(character) >= 0) {
        encoded.append(character);
      } else {
        encoded.append('%');
        encoded.append(Character.toUpperCase(Character.forDigit(character >> 4, 16)));
        encoded.append(Character.toUpperCase(Character.forDigit(character & 0xf, 16)));
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || UNRESERVED_BESIDE_ALPHANUMERIC.indexOf(character) >= 0;
  }
}
