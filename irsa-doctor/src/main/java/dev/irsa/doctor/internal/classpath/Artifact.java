package dev.irsa.doctor.internal.classpath;

import java.nio.file.Path;

/**
 * A library on the class path. Immutable.
 *
 * @param group the Maven group; empty if it is known by its file name only
 * @param name the Maven artifact
 * @param version the version
 * @param jar the jar that contains it
 */
public record Artifact(String group, String name, Version version, Path jar) {

  @Override
  public String toString() {
    return name + " " + version;
  }
}
