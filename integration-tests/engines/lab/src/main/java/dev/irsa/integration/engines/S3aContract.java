package dev.irsa.integration.engines;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.integration.engines.PodInThisJvm.CredentialSource;
import dev.irsa.testkit.IrsaLab;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The required behaviour of our provider in S3A of either generation. */
@Tag("engines")
public abstract class S3aContract {

  protected static final String PROVIDER = "fs.s3a.aws.credentials.provider";
  private static final byte[] CONTENT = new byte[1000];

  static {
    for (int i = 0; i < CONTENT.length; i++) {
      CONTENT[i] = (byte) i;
    }
  }

  protected PodInThisJvm pod;

  @BeforeEach
  final void start() {
    start(CredentialSource.IRSA);
  }

  private void start(CredentialSource source) {
    pod = PodInThisJvm.in(IrsaLab.start(), source);
    pod.lab().objects().createBucket("data");
    pod.lab().objects().createBucket("other");
  }

  @AfterEach
  final void close() {
    pod.close();
  }

  /** Returns the page's line that names the provider. */
  protected abstract Snippet provider();

  /** Returns the page's lines that assign a separate role to a bucket. */
  protected abstract Snippet providerOfOneBucket();

  /** Returns the class that accepts Hadoop's configuration. */
  protected abstract Class<?> configured();

  @Test
  final void s3aWritesListsAndReadsWithTheProviderOfTheEnvironment() throws IOException {
    try (FileSystem data = open("data", provider())) {
      Path file = new Path("s3a://data/year=2026/part-0");

      write(data, file);

      assertEquals(1, data.listStatus(file.getParent()).length);
      assertEquals(CONTENT.length, data.getFileStatus(file).getLen());
      assertArrayEquals(CONTENT, read(data, file));
    }
    assertArrayEquals(CONTENT, pod.lab().objects().get("data", "year=2026/part-0").orElseThrow());
    assertEquals(Set.of(pod.roleArn()), rolesSeenByS3());
    assertEquals(1, pod.sessions());
  }

  @Test
  final void podWithPodIdentityNeedsTheSameSettings() throws IOException {
    pod.close();
    start(CredentialSource.POD_IDENTITY);
    try (FileSystem data = open("data", provider());
        FileSystem other = open("other", provider())) {
      write(data, new Path("s3a://data/a"));

      assertArrayEquals(CONTENT, read(data, new Path("s3a://data/a")));
      write(other, new Path("s3a://other/b"));
    }
    assertEquals(Set.of(pod.roleArn()), rolesSeenByS3());
    assertEquals(1, pod.sessions());
  }

  @Test
  final void fileSystemThatIsClosedLeavesTheOthersTheirCredentials() throws IOException {
    try (FileSystem second = open("other", provider())) {
      write(second, new Path("s3a://other/a"));
      try (FileSystem first = open("data", provider())) {
        write(first, new Path("s3a://data/a"));
      }

      write(second, new Path("s3a://other/b"));

      assertArrayEquals(CONTENT, read(second, new Path("s3a://other/b")));
    }
    assertEquals(1, pod.sessions());
  }

  @Test
  final void oneBucketHasARoleOfItsOwn() throws IOException {
    String reader = pod.createRole("reader");
    try (FileSystem other = open("other", providerOfOneBucket());
        FileSystem data = open("data", providerOfOneBucket())) {
      write(other, new Path("s3a://other/b"));
      assertEquals(Set.of(reader), rolesSeenByS3());

      write(data, new Path("s3a://data/a"));
      assertEquals(Set.of(reader, pod.roleArn()), rolesSeenByS3());
    }
  }

  /** Only the providers that the list names read them. */
  @Test
  final void keysInTheConfigurationDoNotTakeThePodsPlace() throws IOException {
    Configuration withKeys = configuration(provider());
    for (String scope : Set.of("fs.s3a.", "fs.s3a.bucket.data.")) {
      withKeys.set(scope + "access.key", "ASIAKEYSKEYSKEYSKEYS");
      withKeys.set(scope + "secret.key", "secret");
      withKeys.set(scope + "session.token", "token");
    }
    try (FileSystem data = FileSystem.newInstance(URI.create("s3a://data/"), withKeys)) {
      write(data, new Path("s3a://data/a"));
    }
    assertEquals(Set.of(pod.roleArn()), rolesSeenByS3());
  }

  @ParameterizedTest
  @ValueSource(strings = {"role.arn", "roleArn", "rolearm", "role-arn.other"})
  final void misspeltSettingIsAnErrorThatListsTheKnownOnes(String key) {
    Configuration misspelt = configuration(provider());
    misspelt.set(PROVIDER, configured().getName());
    misspelt.set("fs.s3a.irsa." + key, "arn:aws:iam::111122223333:role/reader");

    Exception failure =
        assertThrows(
            Exception.class, () -> FileSystem.newInstance(URI.create("s3a://data/"), misspelt));

    Messages.assertNames(failure, key, "role-arn", "web-identity-token-file", "region");
  }

  @Test
  final void podWithoutConfigurationIsTold() {
    System.clearProperty("aws.webIdentityTokenFile");

    Exception failure =
        assertThrows(
            Exception.class,
            () -> {
              try (FileSystem data = open("data", provider())) {
                write(data, new Path("s3a://data/a"));
              }
            });

    Messages.assertNames(failure, "AWS_WEB_IDENTITY_TOKEN_FILE");
  }

  private FileSystem open(String bucket, Snippet settings) throws IOException {
    return FileSystem.newInstance(URI.create("s3a://" + bucket + "/"), configuration(settings));
  }

  /** Returns what tells S3A where S3 is, and these settings. */
  protected final Configuration configuration(Snippet settings) {
    Configuration configuration =
        connection(pod.lab().s3().plainUri().toString(), pod.lab().region());
    settings.map().forEach(configuration::set);
    return configuration;
  }

  /** Returns a configuration that tells S3A where S3 is, and to fail soon. */
  static Configuration connection(String endpoint, String region) {
    Configuration configuration = new Configuration();
    configuration.set("fs.s3a.endpoint", endpoint);
    configuration.set("fs.s3a.endpoint.region", region);
    configuration.set("fs.s3a.path.style.access", "true");
    configuration.set("fs.s3a.connection.ssl.enabled", "false");
    configuration.set("fs.s3a.attempts.maximum", "1");
    configuration.set("fs.s3a.retry.limit", "1");
    return configuration;
  }

  protected static void write(FileSystem system, Path file) throws IOException {
    try (FSDataOutputStream out = system.create(file)) {
      out.write(CONTENT);
    }
  }

  private static byte[] read(FileSystem system, Path file) throws IOException {
    try (FSDataInputStream in = system.open(file)) {
      return in.readAllBytes();
    }
  }

  protected final Set<String> rolesSeenByS3() {
    return AgentContract.rolesSeenByS3(pod.lab());
  }
}
