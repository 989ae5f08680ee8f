package dev.irsa.doctor.internal.classpath;

/**
 * A library on the class path. Immutable.
 *
 * @param name the Maven artifact
 * @param version the version
 */
public record Artifact(String name, Version version) {

  @Override
  public String toString() {
    return name + " " + version;
  }
}
