package com.amazonaws.services.kinesis.clientlibrary.config;

import com.amazonaws.auth.AWSCredentialsProvider;

/** The library's own decoder of the setting {@code AWSCredentialsProvider}. */
public final class ProviderDecoder {

  private ProviderDecoder() {}

  /** Creates the provider named by the value. */
  public static AWSCredentialsProvider decode(String value) {
    return new AWSCredentialsProviderPropertyValueDecoder().decodeValue(value);
  }
}
