package dev.irsa.serve;

import dev.irsa.IrsaCredentials;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.RequestRecord;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A pod in a lab whose credentials are served. Does not own the lab. */
final class ServedPod implements AutoCloseable {

  private static final String EXCHANGE = "AssumeRoleWithWebIdentity";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  final IrsaLab lab;
  final ServiceAccount account;
  final PodEnvironment pod;
  final IrsaCredentials irsa;
  final CredentialsServer server;

  private ServedPod(IrsaLab lab, Consumer<CredentialsServer.Builder> settings) throws IOException {
    this.lab = lab;
    this.account = lab.createServiceAccount("default", "sa-" + NUMBER.incrementAndGet());
    this.pod = lab.startPod(account);
    Map<String, String> variables = new HashMap<>(pod.variables());
    variables.put("AWS_ENDPOINT_URL_STS", pod.plainStsEndpoint().toString());
    this.irsa = IrsaCredentials.builder().environment(variables).build();
    CredentialsServer.Builder builder = CredentialsServer.builder(irsa);
    settings.accept(builder);
    this.server = builder.start();
  }

  static ServedPod start(IrsaLab lab) throws IOException {
    return start(lab, settings -> {});
  }

  static ServedPod start(IrsaLab lab, Consumer<CredentialsServer.Builder> settings)
      throws IOException {
    return new ServedPod(lab, settings);
  }

  RawClient client() {
    return RawClient.of(server);
  }

  /** Returns the exchanges of this pod. */
  List<RequestRecord> exchanges() {
    return lab.requests().of(EXCHANGE).stream()
        .filter(exchange -> account.subject().equals(exchange.subject()))
        .toList();
  }

  String issuedKey() {
    List<RequestRecord> all = exchanges();
    return String.valueOf(all.get(all.size() - 1).accessKeyId());
  }

  @Override
  public void close() {
    server.close();
    irsa.close();
  }
}
