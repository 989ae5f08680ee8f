plugins {
    application
}

repositories {
    mavenLocal { content { includeGroup("dev.irsa") } } // until irsa is in Maven Central
    mavenCentral()
}

tasks.compileJava { options.release = 17 }

application { mainClass = "com.example.Copier" }

dependencies {
    implementation(platform("dev.irsa:irsa-bom:0.1.0-SNAPSHOT"))
    implementation(platform("software.amazon.awssdk:bom:2.59.1"))

    implementation("dev.irsa:irsa-sdk-v2")
    implementation("software.amazon.awssdk:s3")
    runtimeOnly("org.slf4j:slf4j-simple:2.0.17")
}
