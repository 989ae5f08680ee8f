package dev.irsa;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The same request without this library and without error handling: the minimum that any client
 * needs.
 */
final class RawFirstCredentials {

  private RawFirstCredentials() {}

  public static void main(String[] arguments) throws IOException {
    URI endpoint = URI.create(System.getenv("AWS_ENDPOINT_URL_STS"));
    String token;
    try (InputStream file = new FileInputStream(System.getenv("AWS_WEB_IDENTITY_TOKEN_FILE"))) {
      token = new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
    try (SSLSocket socket =
        (SSLSocket)
            SSLSocketFactory.getDefault().createSocket(endpoint.getHost(), endpoint.getPort())) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      String form =
          "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&WebIdentityToken=".concat(token);
      String head =
          "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
              .concat(Integer.toString(form.length()))
              .concat("\r\n\r\n");
      socket.getOutputStream().write(head.concat(form).getBytes(StandardCharsets.ISO_8859_1));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      int from = answer.indexOf("<Expiration>") + 12;
      System.out.println("expires ".concat(answer.substring(from, answer.indexOf('<', from))));
    }
  }
}
