package dev.irsa.testkit;

import dev.irsa.testkit.internal.http.ConnectProxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/** The lab's proxy, as tests see it. */
record LabProxy(ConnectProxy proxy) implements IrsaLab.Proxy {
  @Override
  public InetSocketAddress address() {
    return proxy.address();
  }

  @Override
  public URI uri() {
    return proxy.uri();
  }

  @Override
  public List<ConnectRequest> requests() {
    return proxy.tunnels().stream()
        .map(each -> new ConnectRequest(each.at(), each.target(), each.status()))
        .toList();
  }
}
