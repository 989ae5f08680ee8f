package dev.irsa.integration.engines.bundles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.auth.AWSCredentialsProvider;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jwt.SignedJWT;
import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.integration.engines.PodTest;
import dev.irsa.integration.engines.Snippet;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Caffeine 2.9 and Nimbus 9 are on this class path. Our jars must neither use nor affect them. */
final class BundlesTest extends PodTest {

  @Test
  void classPathHoldsOldVersionsOfWhatTheJarsContain() throws URISyntaxException {
    assertTrue(jar(Caffeine.class).endsWith("caffeine-2.9.3.jar"), jar(Caffeine.class)::toString);
    assertTrue(
        jar(SignedJWT.class).endsWith("nimbus-jose-jwt-9.37.3.jar"),
        jar(SignedJWT.class)::toString);
  }

  @Test
  void jarsContainOnlyOurPackagesAndHaveTheSizeOnThePage() throws Exception {
    String page = Files.readString(Snippet.root().resolve("docs/adopting.md"));
    Matcher size = Pattern.compile("\\(([0-9.]+) MB\\s+each\\)").matcher(page);
    assertTrue(size.find(), "docs/adopting.md does not have the size of the bundles");
    for (Class<?> provider :
        List.of(
            dev.irsa.sdk.v2.IrsaCredentialsProvider.class,
            dev.irsa.sdk.v1.IrsaCredentialsProvider.class)) {
      Path file = jar(provider);
      assertEquals(Files.size(file) / 1e6, Double.parseDouble(size.group(1)), 0.1, file::toString);
      try (JarFile jar = new JarFile(file.toFile())) {
        List<String> foreign =
            jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .filter(name -> !name.startsWith("dev/irsa/") && !name.startsWith("META-INF/"))
                // Where an SDK looks for the guard.
                .filter(name -> !name.contains("/global/handlers/"))
                .toList();
        assertEquals(List.of(), foreign);
      }
    }
  }

  @Test
  void bothGenerationsShareOneSession() {
    try (var v2 = dev.irsa.sdk.v2.IrsaCredentialsProvider.create();
        var v1 = dev.irsa.sdk.v1.IrsaCredentialsProvider.getInstance()) {
      AwsCredentialsProvider first = v2;
      AWSCredentialsProvider second = v1;

      assertEquals(
          first.resolveCredentials().accessKeyId(), second.getCredentials().getAWSAccessKeyId());
      assertEquals(1, pod.sessions());
    }
  }

  /** Sessions without users are held in a Caffeine cache; the last close waits for that. */
  @Test
  void sessionsThatRestAreKeptInTheCacheOfTheJar() {
    String reader = pod.createRole("reader");
    String key;
    String other;
    try (IrsaCredentials own = IrsaCredentials.fromEnvironment()) {
      key = own.credentials().accessKeyId();
      other = own.forRole(reader).credentials().accessKeyId();
    }
    try (IrsaCredentials again = IrsaCredentials.fromEnvironment()) {
      assertNotEquals(key, other);
      assertEquals(key, again.credentials().accessKeyId());
      assertEquals(other, again.forRole(reader).credentials().accessKeyId());
      assertEquals(2, pod.sessions());
    }
  }

  /** Nimbus reads the claims for the message. */
  @Test
  void denialNamesTheSubjectOfTheToken() {
    pod.lab().deleteServiceAccount(pod.account());
    try (IrsaCredentials denied = IrsaCredentials.fromEnvironment()) {
      ExchangeRejectedException failure =
          assertThrows(ExchangeRejectedException.class, denied::credentials);

      assertTrue(
          failure.getMessage().contains("system:serviceaccount:default:my-sa"),
          failure::getMessage);
    }
  }

  /** {@code basedir} is the folder of this module. */
  @Test
  void submitOfTheExamplesNamesAClassOfTheJar() throws IOException, URISyntaxException {
    Path submit = Path.of(System.getProperty("basedir"), "../../../examples/spark-submit");
    Matcher provider =
        Pattern.compile("credentials\\.provider=(\\S+)").matcher(Files.readString(submit));
    assertTrue(provider.find());
    try (JarFile jar = new JarFile(jar(dev.irsa.sdk.v2.IrsaCredentialsProvider.class).toFile())) {
      assertNotNull(jar.getEntry(provider.group(1).replace('.', '/') + ".class"));
    }
  }

  private static Path jar(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
