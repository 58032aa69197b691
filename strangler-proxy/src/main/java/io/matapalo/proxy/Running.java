package io.matapalo.proxy;

import io.matapalo.proxy.admin.AdminDesk;
import io.matapalo.proxy.config.ProxyConfig;
import io.matapalo.proxy.pipeline.ProxyPipeline;
import io.matapalo.proxy.upstream.Cluster;
import java.util.Map;

/** What is in force for requests that are accepted from now on. Immutable. */
record Running(
    ProxyConfig config,
    Map<String, Cluster> clusters,
    ProxyPipeline pipeline,
    AdminDesk.View view) {}
