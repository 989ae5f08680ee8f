package dev.irsa.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest tells, and the JVM that runs it. */
final class ManifestVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = ManifestVersion.class.getPackage().getImplementationVersion();
    return new String[] {
      "irsa " + (version == null ? "(not packaged)" : version),
      "Java " + System.getProperty("java.runtime.version")
    };
  }
}
