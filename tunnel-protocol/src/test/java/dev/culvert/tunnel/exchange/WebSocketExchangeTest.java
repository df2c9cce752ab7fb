package dev.culvert.tunnel.exchange;

import dev.culvert.tunnel.carrier.websocket.WebSocketDialer;

class WebSocketExchangeTest extends TlsExchangeContract {
    WebSocketExchangeTest() {
        super(WebSocketDialer::new);
    }
}
