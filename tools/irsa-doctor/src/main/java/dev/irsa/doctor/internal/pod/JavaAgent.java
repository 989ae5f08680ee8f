package dev.irsa.doctor.internal.pod;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Java agent of irsa in the options of a pod's JVMs. Immutable.
 *
 * @param variable the variable with the option
 * @param jar the path of its jar
 */
public record JavaAgent(String variable, String jar) {

  /** The variables from which JVMs read options. */
  public static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

  private static final Pattern OPTION =
      Pattern.compile("-javaagent:((?:[^\\s=]*/)?irsa-agent[^/\\s=]*\\.jar)(?:=\\S*)?");

  /** Returns the agent, or null if the variables that JVMs read do not name it. */
  public static @Nullable JavaAgent of(ExaminedPod pod) {
    for (String variable : VARIABLES) {
      String options = pod.variable(variable);
      Matcher option = OPTION.matcher(options == null ? "" : options);
      if (option.find()) {
        return new JavaAgent(variable, option.group(1));
      }
    }
    return null;
  }
}
