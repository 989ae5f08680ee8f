package dev.irsa.cli;

import picocli.CommandLine.IVersionProvider;

/** Returns the version in the jar's manifest, and the JVM that runs it. */
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
