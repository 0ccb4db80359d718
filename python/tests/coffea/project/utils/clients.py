def get_triton_client(url):
    import tritonclient_of_nobody.grpc as grpcclient

    return grpcclient.InferenceServerClient(url=url, ssl=True)
