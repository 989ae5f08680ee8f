package dev.irsa.doctor.internal.pod;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The options in a variable that JVMs read. White space separates them, except between single or
 * double quotes. The quotes are removed.
 *
 * <p>Source: HotSpot, arguments.cpp (parse_options_buffer), and JDK tool documentation of java,
 * "Using the JDK_JAVA_OPTIONS launcher environment variable".
 *
 * @param variable the variable
 * @param list the options, without quotes
 */
record JvmOptions(String variable, List<String> list) {

  JvmOptions {
    list = List.copyOf(list);
  }

  /** Returns the options of a pod's JVMs. A later variable overrides an earlier one. */
  static List<JvmOptions> of(Map<String, String> variables) {
    return Stream.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")
        .map(variable -> parse(variable, variables.getOrDefault(variable, "")))
        .toList();
  }

  private static JvmOptions parse(String variable, String text) {
    List<String> list = new ArrayList<>();
    StringBuilder option = new StringBuilder();
    boolean isBegun = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0 ? c == quote : c == '"' || c == '\'') {
        quote = quote == 0 ? c : 0;
        isBegun = true;
      } else if (quote == 0 && c <= ' ') {
        if (isBegun) {
          list.add(option.toString());
        }
        option.setLength(0);
        isBegun = false;
      } else {
        option.append(c);
        isBegun = true;
      }
    }
    if (isBegun) {
      list.add(option.toString());
    }
    return new JvmOptions(variable, list);
  }
}
