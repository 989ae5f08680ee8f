plugins {
    application
}

repositories {
    mavenLocal { content { includeGroup("dev.irsa") } } // until irsa is in Maven Central
    mavenCentral()
}

tasks.compileJava { options.release = 17 }

application { mainClass = "com.example.Clicks" }

dependencies {
    implementation(platform("dev.irsa:irsa-bom:0.1.0-SNAPSHOT"))

    implementation("dev.irsa:irsa-msk")
    implementation("org.apache.kafka:kafka-clients:4.4.0")
    runtimeOnly("org.slf4j:slf4j-simple:2.0.17")
}
