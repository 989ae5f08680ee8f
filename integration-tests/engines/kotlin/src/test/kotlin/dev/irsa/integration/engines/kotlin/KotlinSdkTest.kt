package dev.irsa.integration.engines.kotlin

import aws.smithy.kotlin.runtime.auth.awscredentials.Credentials
import aws.smithy.kotlin.runtime.auth.awscredentials.CredentialsProvider
import aws.smithy.kotlin.runtime.collections.AttributeKey
import aws.smithy.kotlin.runtime.collections.Attributes
import aws.smithy.kotlin.runtime.collections.emptyAttributes
import aws.smithy.kotlin.runtime.collections.mutableAttributes
import aws.smithy.kotlin.runtime.collections.setIfValueNotNull
import aws.smithy.kotlin.runtime.time.Instant
import dev.irsa.IrsaCredentials
import dev.irsa.integration.engines.PodTest
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class KotlinSdkTest : PodTest() {
    // tag::kotlin[]
    class PodCredentials(private val irsa: IrsaCredentials) : CredentialsProvider {
        private val account = AttributeKey<String>("aws.sdk.kotlin#AccountId")

        override suspend fun resolve(attributes: Attributes) = irsa.credentialsAsync().await().run {
            val end = Instant.fromEpochSeconds(expiration().epochSecond)
            val more = mutableAttributes().apply { setIfValueNotNull(account, accountId()) }
            Credentials(accessKeyId(), secretAccessKey(), sessionToken(), end, attributes = more)
        }
    }
    // end::kotlin[]

    @Test
    fun aClientOfTheSdkGetsTheCurrentSession() {
        IrsaCredentials.fromEnvironment().use { irsa ->
            val provider = PodCredentials(irsa)
            val first = runBlocking { provider.resolve(emptyAttributes()) }
            val again = runBlocking { provider.resolve(emptyAttributes()) }

            val session = irsa.credentials()
            assertEquals(session.accessKeyId(), first.accessKeyId)
            assertEquals(session.sessionToken(), first.sessionToken)
            assertEquals(session.expiration().epochSecond, first.expiration?.epochSeconds)
            assertEquals(
                session.accountId(),
                first.attributes.getOrNull(AttributeKey<String>("aws.sdk.kotlin#AccountId")),
            )
            assertEquals(first, again)
            assertEquals(1, pod.sessions())
        }
    }
}
