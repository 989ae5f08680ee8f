package dev.irsa.spring;

import dev.irsa.IrsaCredentials;
import dev.irsa.OutboundTokens;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.OutboundTokenRequest;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;

/**
 * Registers tokens for others as beans of type {@link OutboundTokens}. They exist outside of a pod
 * as well, where their first call says what is missing. They share the session of the provider, and
 * are closed with the application.
 */
final class OutboundTokenBeans {

  private OutboundTokenBeans() {}

  /**
   * Registers a bean for each request.
   *
   * @param factory the properties, which were checked
   * @throws MisconfiguredException if another bean has the name
   */
  static void register(ProviderFactory factory, ConfigurableListableBeanFactory beans) {
    Map<String, OutboundTokenRequest> requests = factory.outboundTokens();
    if (requests.isEmpty()) {
      return;
    }
    requests.keySet().forEach(name -> requireFree(name, beans));
    ListenerBeans listeners = beans.getBeanProvider(ListenerBeans.class).getIfAvailable();
    IrsaCredentials pod =
        factory.createHandleOfAnyProcess(listeners == null ? List.of() : listeners.all());
    IrsaCredentials signer = factory.chained(pod);
    ((DefaultSingletonBeanRegistry) beans).registerDisposableBean("irsaTokenSigner", pod::close);
    requests.forEach(
        (name, request) -> beans.registerSingleton(name, signer.outboundTokens(request)));
  }

  private static void requireFree(String name, ConfigurableListableBeanFactory beans) {
    if (beans.containsBean(name)) {
      throw MisconfiguredException.of(
          "irsa.outbound-tokens." + name,
          null,
          "is the name of another bean",
          "choose another name for the token");
    }
  }
}
