package dev.culvert.clusters.apiserver.protobuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.status.ApiException;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Runtime;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Apps;
import io.kubernetes.client.proto.V1Authentication;
import io.kubernetes.client.proto.V1Authorization;
import io.kubernetes.client.proto.V1Autoscaling;
import io.kubernetes.client.proto.V1Batch;
import io.kubernetes.client.proto.V1Networking;
import io.kubernetes.client.proto.V1Policy;
import io.kubernetes.client.proto.V1Rbac;
import io.kubernetes.client.proto.V1Scheduling;
import io.kubernetes.client.proto.V1Storage;
import java.util.Map;
import java.util.Set;

/** The envelope: four magic bytes, then a message that names the kind and holds the object's own bytes. */
public final class ProtobufBody {
    public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

    private static final ByteString MAGIC = ByteString.copyFrom(new byte[] {'k', '8', 's', 0});
    private static final Map<String, FileDescriptor> FILES = Map.ofEntries(
            Map.entry("v1", V1.getDescriptor()),
            Map.entry("apps/v1", V1Apps.getDescriptor()),
            Map.entry("authentication.k8s.io/v1", V1Authentication.getDescriptor()),
            Map.entry("authorization.k8s.io/v1", V1Authorization.getDescriptor()),
            Map.entry("autoscaling/v1", V1Autoscaling.getDescriptor()),
            Map.entry("batch/v1", V1Batch.getDescriptor()),
            Map.entry("networking.k8s.io/v1", V1Networking.getDescriptor()),
            Map.entry("policy/v1", V1Policy.getDescriptor()),
            Map.entry("rbac.authorization.k8s.io/v1", V1Rbac.getDescriptor()),
            Map.entry("scheduling.k8s.io/v1", V1Scheduling.getDescriptor()),
            Map.entry("storage.k8s.io/v1", V1Storage.getDescriptor()));
    /** Requests whose content says nothing that is read here, and that the published messages do not include. */
    private static final Set<String> EMPTY_KINDS = Set.of("SelfSubjectReview");

    private ProtobufBody() {}

    /** The object in its JSON form; 400 for what is no such message, 415 for kinds whose messages are not known. */
    public static ObjectNode parse(byte[] body) {
        ByteString bytes = ByteString.copyFrom(body);
        if (!bytes.startsWith(MAGIC)) {
            throw ApiException.badRequest("the body of the request is not Kubernetes protobuf");
        }
        try {
            Runtime.Unknown envelope = Runtime.Unknown.parseFrom(bytes.substring(MAGIC.size()));
            String apiVersion = envelope.getTypeMeta().getApiVersion();
            String kind = envelope.getTypeMeta().getKind();
            ObjectNode object = EMPTY_KINDS.contains(kind)
                    ? Json.object()
                    : ProtobufJson.object(DynamicMessage.parseFrom(message(apiVersion, kind), envelope.getRaw()));
            object.put("kind", kind);
            object.put("apiVersion", apiVersion);
            return object;
        } catch (InvalidProtocolBufferException e) {
            throw ApiException.badRequest("the body of the request could not be parsed");
        }
    }

    private static Descriptor message(String apiVersion, String kind) {
        FileDescriptor file = kind.equals("DeleteOptions") ? Meta.getDescriptor() : FILES.get(apiVersion);
        Descriptor message = file == null ? null : file.findMessageTypeByName(kind);
        if (message == null) {
            throw ApiException.unsupportedMediaType(
                    "the stand-in cannot read %s %s as protobuf; application/json works".formatted(apiVersion, kind));
        }
        return message;
    }
}
