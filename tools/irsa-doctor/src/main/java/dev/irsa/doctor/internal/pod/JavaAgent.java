package dev.irsa.doctor.internal.pod;

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

  private static final Pattern OPTION =
      Pattern.compile("-javaagent:((?:[^=]*/)?irsa-agent[^/=]*\\.jar)(?:=.*)?");

  /** Returns the agent, or null if the variables that JVMs read do not name it. */
  public static @Nullable JavaAgent of(ExaminedPod pod) {
    for (JvmOptions options : JvmOptions.of(pod.variables())) {
      for (String each : options.list()) {
        Matcher option = OPTION.matcher(each);
        if (option.matches()) {
          return new JavaAgent(options.variable(), option.group(1));
        }
      }
    }
    return null;
  }
}
